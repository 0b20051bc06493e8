/** Brings the orders database to the state the functions expect. */
@NullMarked
package dev.t2s.shop.database;

import org.jspecify.annotations.NullMarked;
