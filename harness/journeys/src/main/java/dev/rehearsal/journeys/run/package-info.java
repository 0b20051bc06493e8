/** Runs journeys on a stage, and tells listeners what happens. */
@NullMarked
package dev.rehearsal.journeys.run;

import org.jspecify.annotations.NullMarked;
