/** What happens at a time of the stage's clock: due tasks and schedule expressions. */
@NullMarked
package dev.rehearsal.cloud.time;

import org.jspecify.annotations.NullMarked;
