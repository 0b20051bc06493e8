/** Amazon S3. */
@NullMarked
package dev.rehearsal.cloud.s3;

import org.jspecify.annotations.NullMarked;
