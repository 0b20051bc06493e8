/** Amazon SES, the first API. */
@NullMarked
package dev.rehearsal.cloud.ses;

import org.jspecify.annotations.NullMarked;
