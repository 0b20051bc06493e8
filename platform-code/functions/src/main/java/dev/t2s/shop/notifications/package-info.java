/** Tells customers about their orders. */
@NullMarked
package dev.t2s.shop.notifications;

import org.jspecify.annotations.NullMarked;
