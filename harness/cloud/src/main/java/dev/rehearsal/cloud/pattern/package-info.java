/** Matching of events against JSON patterns, shared by SNS filter policies and EventBridge. */
@NullMarked
package dev.rehearsal.cloud.pattern;

import org.jspecify.annotations.NullMarked;
