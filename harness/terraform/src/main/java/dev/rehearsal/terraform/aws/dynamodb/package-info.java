/** Amazon DynamoDB. */
@NullMarked
package dev.rehearsal.terraform.aws.dynamodb;

import org.jspecify.annotations.NullMarked;
