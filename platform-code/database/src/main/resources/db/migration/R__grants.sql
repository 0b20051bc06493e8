-- What the functions may do, and nothing else.
revoke all on schema public from public;
revoke all on all tables in schema public from shop_app;
grant usage on schema public to shop_app;

-- Deleting gives an idempotency key back when an order failed before anything was taken.
grant select, insert, delete on orders to shop_app;
grant update (state, reason, updated_at) on orders to shop_app;
grant select, insert on order_items to shop_app;
grant select, insert on payments to shop_app;
grant update (status, provider_reference, refund_reference, updated_at) on payments to shop_app;
grant select, insert on outbox to shop_app;
grant update (sent_at) on outbox to shop_app;
grant select, insert on processed_events to shop_app;
