/** AWS Lambda. */
@NullMarked
package dev.rehearsal.terraform.aws.lambda;

import org.jspecify.annotations.NullMarked;
