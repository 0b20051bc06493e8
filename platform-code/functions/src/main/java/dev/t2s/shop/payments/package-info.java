/** The payment provider and what it tells. */
@NullMarked
package dev.t2s.shop.payments;

import org.jspecify.annotations.NullMarked;
