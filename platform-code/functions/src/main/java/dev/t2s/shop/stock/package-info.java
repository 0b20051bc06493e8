/** Stock counters and reservations in DynamoDB. */
@NullMarked
package dev.t2s.shop.stock;

import org.jspecify.annotations.NullMarked;
