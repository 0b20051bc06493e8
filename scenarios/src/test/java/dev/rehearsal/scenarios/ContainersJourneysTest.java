package dev.rehearsal.scenarios;

import org.junit.platform.suite.api.ConfigurationParameter;
import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.SelectDirectories;
import org.junit.platform.suite.api.Suite;

/** The same journeys with LocalStack and PostgreSQL in containers, where these can be had. */
@Suite(failIfNoTests = true)
@IncludeEngines("rehearsal")
@SelectDirectories("journeys")
@ConfigurationParameter(key = "rehearsal.target", value = "containers")
class ContainersJourneysTest {}
