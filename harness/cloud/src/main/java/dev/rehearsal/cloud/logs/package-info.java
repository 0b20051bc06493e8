/** Amazon CloudWatch Logs. */
@NullMarked
package dev.rehearsal.cloud.logs;

import org.jspecify.annotations.NullMarked;
