/** Amazon SQS. */
@NullMarked
package dev.rehearsal.terraform.aws.sqs;

import org.jspecify.annotations.NullMarked;
