/** Amazon SES, API v2. */
@NullMarked
package dev.rehearsal.cloud.sesv2;

import org.jspecify.annotations.NullMarked;
