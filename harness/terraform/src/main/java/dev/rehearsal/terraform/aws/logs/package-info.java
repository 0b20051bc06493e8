/** Amazon CloudWatch Logs. */
@NullMarked
package dev.rehearsal.terraform.aws.logs;

import org.jspecify.annotations.NullMarked;
