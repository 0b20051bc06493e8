/** Amazon SNS. */
@NullMarked
package dev.rehearsal.terraform.aws.sns;

import org.jspecify.annotations.NullMarked;
