package dev.rehearsal.scenarios;

import static dev.rehearsal.scenarios.Removal.of;

import dev.rehearsal.scenarios.Removal.Start;
import java.util.List;

/** Every resource type of the platform, and the journey or test that turns red without it. */
final class Removals {

  private static final String BUY = "buy/buy-one-item";
  private static final String PRODUCT = "browse/product";
  private static final String UPLOAD = "operate/site-upload";
  private static final String PROMISES = "govern/kept-promises";
  private static final String WAYS = "govern/ways-in-and-out";
  private static final String OPENED = "govern/bucket-made-public";
  private static final String STANDS =
      "LifecycleTest.devIsAppliedMendedTakenDownInPartAndDestroyed";

  private Removals() {}

  static List<Removal> all() {
    return List.of(
        // 1, 2: the site and the edge
        of("s3_bucket", UPLOAD),
        of("s3_bucket_ownership_controls", PROMISES),
        of("s3_bucket_versioning", UPLOAD),
        of("s3_bucket_lifecycle_configuration", PROMISES),
        of("s3_bucket_logging", PROMISES),
        of("s3_bucket_policy", UPLOAD),
        of("s3_bucket_public_access_block", OPENED),
        of("cloudfront_distribution", "browse/shop-front"),
        of("acm_certificate acm_certificate_validation", "browse/over-tls")
            .and(
                copy ->
                    copy.replace(
                        "modules/edge/main.tf",
                        "var.domain_name == null ? [] : [var.domain_name]",
                        "[]"))
            .and(
                copy ->
                    copy.replace(
                        "modules/edge/main.tf",
                        "one(aws_acm_certificate_validation.shop[*].certificate_arn)",
                        "null"))
            .and(
                copy ->
                    copy.replace(
                        "modules/edge/main.tf",
                        "cloudfront_default_certificate = var.domain_name == null",
                        "cloudfront_default_certificate = true")),
        of("cloudfront_origin_access_control", UPLOAD).unnamed(),
        of("cloudfront_response_headers_policy", "browse/security-headers").unnamed(),
        // 3, 4: the API and the functions
        of("apigatewayv2_api", PRODUCT),
        of("apigatewayv2_integration", STANDS),
        of("apigatewayv2_route", PRODUCT),
        of("apigatewayv2_stage", PRODUCT),
        of("lambda_permission", PRODUCT),
        of("lambda_function", PRODUCT),
        of("lambda_function_event_invoke_config", PROMISES),
        of("scheduler_schedule", "LifecycleTest.theRegularsRunByTheClock"),
        // 5, 6: what the shop keeps
        of("dynamodb_table", "cart/fill-and-empty"),
        of("db_instance", "buy/order-history"),
        of("db_parameter_group", PROMISES)
            .and(
                copy ->
                    copy.replace(
                        "modules/orders/main.tf",
                        "aws_db_parameter_group.orders.name",
                        "\"default.postgres17\""))
            .at(Start.NEW), // A database takes another group with its next restart.
        of("db_subnet_group", STANDS),
        // 7: confirmations
        of("sns_topic", BUY),
        of("sns_topic_policy", PROMISES),
        of("sns_topic_subscription", BUY),
        of("sqs_queue", BUY),
        of("sqs_queue_policy", BUY),
        of("sqs_queue_redrive_policy", "operate/poison-message"),
        of("sqs_queue_redrive_allow_policy", "govern/kept-promises"),
        of("lambda_event_source_mapping", BUY),
        of("ses_email_identity", BUY),
        // 8, 9: who may do what
        // IAM lets neither a role nor a group go while it has policies.
        of("iam_role iam_role_policy iam_role_policy_attachment", PRODUCT).at(Start.COLD),
        of("iam_role_policy", PRODUCT),
        of("iam_role_policy_attachment", OPENED),
        of("iam_group iam_group_policy", "govern/mfa-for-administrators"),
        of("iam_group_policy", "govern/mfa-for-administrators"),
        of("iam_account_password_policy", "govern/strong-passwords"),
        of("cognito_user_pool", "cart/guest-signs-in"),
        of("cognito_user_pool_client", "cart/guest-signs-in"),
        of("cognito_user_group", "operate/staff-looks-up-an-order"),
        of("apigatewayv2_authorizer", "refuse/no-token")
            .and(
                copy ->
                    copy.replace(
                        "modules/api/main.tf", "== \"customer\" ? \"JWT\"", "== \"\" ? \"JWT\""))
            .and(
                copy ->
                    copy.replace(
                        "modules/api/main.tf", "== \"customer\" ? aws_", "== \"\" ? aws_")),
        // 10, 16: what is seen, and what answers
        of("cloudwatch_log_group", "operate/functions-log"),
        of("cloudwatch_log_metric_filter", "operate/dashboard").at(Start.NEW),
        of("cloudwatch_metric_alarm", "operate/attack-answered"),
        of("cloudformation_stack", "operate/role-in-quarantine"),
        of("cloudwatch_dashboard", "operate/dashboard"),
        of("cloudtrail", "govern/who-did-what"),
        // 11: encryption
        of("kms_key", PRODUCT),
        of("kms_alias", "operate/key-disabled"),
        of("s3_bucket_server_side_encryption_configuration", UPLOAD),
        // 12: the network
        of("vpc", STANDS),
        of("subnet", STANDS),
        of("security_group", STANDS),
        of("internet_gateway", STANDS),
        of("nat_gateway", WAYS),
        of("eip", STANDS),
        of("route_table", STANDS),
        of("route_table_association", WAYS),
        of("vpc_endpoint", WAYS),
        of("default_security_group", WAYS).at(Start.NEW),
        of("network_acl", "operate/wrong-subnet"),
        // Open connections outlive a rule.
        of("vpc_security_group_ingress_rule", "operate/network-rule-changed").at(Start.COLD),
        of("vpc_security_group_egress_rule", "operate/wrong-subnet"),
        of("flow_log", "operate/wrong-subnet").at(Start.NEW),
        // 13: firewall and compliance
        of("wafv2_web_acl", "attack/injection")
            .and(
                copy -> copy.replace("modules/edge/main.tf", "aws_wafv2_web_acl.shop.arn", "null")),
        of("wafv2_ip_set", "operate/attack-answered")
            .and(
                copy ->
                    copy.removeBlock(
                        "modules/edge/firewall.tf", "name     = \"blocked-addresses\"")),
        of("wafv2_web_acl_logging_configuration", "attack/injection"),
        of("shield_protection", "LifecycleTest.theDistributionIsShieldedWhereThatIsAskedFor"),
        of("shield_subscription", "LifecycleTest.theDistributionIsShieldedWhereThatIsAskedFor"),
        of("securityhub_standards_subscription", "govern/standards"),
        of("securityhub_account", OPENED),
        of("config_configuration_recorder", OPENED),
        of("config_configuration_recorder_status", OPENED),
        of("config_delivery_channel", STANDS),
        of("config_config_rule", OPENED),
        of("accessanalyzer_analyzer", "govern/open-to-the-outside"),
        // 14, 15: secrets and backups
        of("secretsmanager_secret", BUY).at(Start.COLD),
        of("secretsmanager_secret_version", BUY).at(Start.NEW),
        // A cancelled rotation knows its function still, and can be asked for.
        of("secretsmanager_secret_rotation", "operate/secret-rotated").at(Start.NEW),
        of("ssm_parameter", PRODUCT).at(Start.COLD),
        of("backup_vault", "operate/table-restored"),
        of("backup_plan", "LifecycleTest.tablesAndDatabaseAreBackedUpAtNight"),
        of("backup_selection", "LifecycleTest.tablesAndDatabaseAreBackedUpAtNight"));
  }
}
