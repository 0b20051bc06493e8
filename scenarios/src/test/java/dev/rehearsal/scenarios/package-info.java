/** Runs the journeys of this module. */
@NullMarked
package dev.rehearsal.scenarios;

import org.jspecify.annotations.NullMarked;
