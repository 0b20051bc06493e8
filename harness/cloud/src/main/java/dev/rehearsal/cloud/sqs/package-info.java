/** Amazon SQS. */
@NullMarked
package dev.rehearsal.cloud.sqs;

import org.jspecify.annotations.NullMarked;
