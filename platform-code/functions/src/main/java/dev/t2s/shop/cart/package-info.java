/** Carts of customers and of guests. */
@NullMarked
package dev.t2s.shop.cart;

import org.jspecify.annotations.NullMarked;
