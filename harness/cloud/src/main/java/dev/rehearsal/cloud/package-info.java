/** The embedded AWS: its services, how they are assembled, and what each is given to work with. */
@NullMarked
package dev.rehearsal.cloud;

import org.jspecify.annotations.NullMarked;
