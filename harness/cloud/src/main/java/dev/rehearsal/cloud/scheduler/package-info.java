/** Amazon EventBridge Scheduler. */
@NullMarked
package dev.rehearsal.cloud.scheduler;

import org.jspecify.annotations.NullMarked;
