/** Keeps the documents in {@code docs/} as true as the code. */
@NullMarked
package dev.rehearsal.cli.docs;

import org.jspecify.annotations.NullMarked;
