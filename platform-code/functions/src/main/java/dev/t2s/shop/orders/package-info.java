/** The orders database: orders, payments, the outbox. */
@NullMarked
package dev.t2s.shop.orders;

import org.jspecify.annotations.NullMarked;
