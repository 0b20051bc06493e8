/** Amazon CloudWatch. */
@NullMarked
package dev.rehearsal.terraform.aws.cloudwatch;

import org.jspecify.annotations.NullMarked;
