package dev.rehearsal.cli;

/**
 * What a standing stage is asked to tell as a journey.
 *
 * @param token proves that who asks may read the standing stage's file
 * @param title the journey's first line
 * @param since how many hops there were at its beginning; below 0 asks for that number
 */
record RecordOrder(String token, String title, long since) {}
