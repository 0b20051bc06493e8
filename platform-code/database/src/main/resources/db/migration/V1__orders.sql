create table orders (
  id              text primary key,
  customer        text        not null,
  idempotency_key text        not null,
  request_hash    text        not null,
  state           text        not null default 'PENDING'
                  check (state in ('PENDING', 'CONFIRMED', 'DECLINED', 'FAILED', 'CANCELLED')),
  reason          text,
  total           bigint      not null check (total > 0),
  currency        char(3)     not null,
  email           text,
  phone           text,
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now(),
  unique (customer, idempotency_key)
);

create index orders_of_a_customer on orders (customer, created_at desc);

-- What the sweeper asks for; nearly always empty.
create index orders_pending on orders (created_at) where state = 'PENDING';

create table order_items (
  order_id text    not null references orders on delete cascade,
  position integer not null,
  sku      text    not null,
  name     text    not null,
  quantity integer not null check (quantity > 0),
  price    bigint  not null check (price >= 0),
  primary key (order_id, sku)
);

create table payments (
  order_id           text primary key references orders,
  status             text        not null
                     check (status in ('UNKNOWN', 'CAPTURED', 'DECLINED', 'FAILED', 'REFUNDING', 'REFUNDED')),
  provider_reference text unique,
  refund_reference   text unique,
  amount             bigint      not null check (amount > 0),
  currency           char(3)     not null,
  created_at         timestamptz not null default now(),
  updated_at         timestamptz not null default now()
);

create index payments_refunding on payments (updated_at) where status = 'REFUNDING';

create table outbox (
  id           bigint generated always as identity primary key,
  event_id     text        not null unique,
  order_id     text        not null references orders,
  type         text        not null,
  payload      text        not null,
  trace_header text,
  created_at   timestamptz not null default now(),
  sent_at      timestamptz
);

create index outbox_unsent on outbox (id) where sent_at is null;

-- The payment provider's events that were already acted on.
create table processed_events (
  id          text primary key,
  type        text        not null,
  order_id    text,
  received_at timestamptz not null default now()
);
