/** Plain HTTP for every server of the harness: values in, values out, one library behind it. */
@NullMarked
package dev.rehearsal.cloud.http;

import org.jspecify.annotations.NullMarked;
