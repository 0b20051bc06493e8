/** What a target puts behind the gateway instead of the embedded services. */
@NullMarked
package dev.rehearsal.stage.target;

import org.jspecify.annotations.NullMarked;
