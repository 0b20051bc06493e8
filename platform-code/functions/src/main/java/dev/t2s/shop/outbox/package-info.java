/** Publishes what the outbox holds. */
@NullMarked
package dev.t2s.shop.outbox;

import org.jspecify.annotations.NullMarked;
