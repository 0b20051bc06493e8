/** Amazon SNS. */
@NullMarked
package dev.rehearsal.cloud.sns;

import org.jspecify.annotations.NullMarked;
