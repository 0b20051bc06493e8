/** Amazon S3. */
@NullMarked
package dev.rehearsal.terraform.aws.s3;

import org.jspecify.annotations.NullMarked;
