/** What is measured, and how: each class prints its figures with their median and spread. */
@NullMarked
package dev.rehearsal.benchmarks;

import org.jspecify.annotations.NullMarked;
