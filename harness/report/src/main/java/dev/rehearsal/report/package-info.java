/** Reports of runs: listeners on their events, which know nothing else. */
@NullMarked
package dev.rehearsal.report;

import org.jspecify.annotations.NullMarked;
