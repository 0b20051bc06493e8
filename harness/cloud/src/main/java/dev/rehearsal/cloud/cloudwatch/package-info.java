/** Amazon CloudWatch. */
@NullMarked
package dev.rehearsal.cloud.cloudwatch;

import org.jspecify.annotations.NullMarked;
