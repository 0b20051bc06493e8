/** Amazon EventBridge. */
@NullMarked
package dev.rehearsal.cloud.events;

import org.jspecify.annotations.NullMarked;
