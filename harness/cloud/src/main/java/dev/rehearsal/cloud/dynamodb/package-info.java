/** Amazon DynamoDB. */
@NullMarked
package dev.rehearsal.cloud.dynamodb;

import org.jspecify.annotations.NullMarked;
