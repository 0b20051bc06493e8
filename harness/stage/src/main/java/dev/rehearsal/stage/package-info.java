/** Stands the platform up on a target, and takes it down. */
@NullMarked
package dev.rehearsal.stage;

import org.jspecify.annotations.NullMarked;
