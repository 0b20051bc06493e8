/** AWS Certificate Manager. */
@NullMarked
package dev.rehearsal.cloud.acm;

import org.jspecify.annotations.NullMarked;
