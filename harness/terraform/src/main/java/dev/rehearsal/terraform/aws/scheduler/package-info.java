/** Amazon EventBridge Scheduler. */
@NullMarked
package dev.rehearsal.terraform.aws.scheduler;

import org.jspecify.annotations.NullMarked;
