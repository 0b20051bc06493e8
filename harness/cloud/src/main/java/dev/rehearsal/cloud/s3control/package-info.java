/** Amazon S3 Control. */
@NullMarked
package dev.rehearsal.cloud.s3control;

import org.jspecify.annotations.NullMarked;
