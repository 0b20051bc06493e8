/** AWS Lambda. */
@NullMarked
package dev.rehearsal.cloud.lambda;

import org.jspecify.annotations.NullMarked;
