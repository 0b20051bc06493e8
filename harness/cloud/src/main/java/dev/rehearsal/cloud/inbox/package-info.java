/** What customers receive: e-mail over real SMTP, and text messages. */
@NullMarked
package dev.rehearsal.cloud.inbox;

import org.jspecify.annotations.NullMarked;
