/** Data that outlives its stage: see decision 021. */
@NullMarked
package dev.rehearsal.stage.keep;

import org.jspecify.annotations.NullMarked;
