/** Orders: placing, settling, cancelling. */
@NullMarked
package dev.t2s.shop.checkout;

import org.jspecify.annotations.NullMarked;
