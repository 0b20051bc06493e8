/** The gateway: records, authorises and faults every call. */
@NullMarked
package dev.rehearsal.gateway;

import org.jspecify.annotations.NullMarked;
