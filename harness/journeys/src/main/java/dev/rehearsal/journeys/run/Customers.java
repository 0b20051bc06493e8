package dev.rehearsal.journeys.run;

import dev.rehearsal.stage.Stage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AttributeType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthFlowType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.MessageActionType;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UsernameExistsException;

/** A journey's own customers, in the user pool. Thread-safe. */
final class Customers {

  /**
   * A customer.
   *
   * @param name what the journey calls them
   * @param email their address
   * @param phone their number, in E.164
   */
  record Customer(String name, String email, String phone, String password) {

    /** Whether an address or number is theirs. */
    boolean isAt(String address) {
      return email.equalsIgnoreCase(address) || phone.equals(address);
    }

    String address(boolean sms) {
      return sms ? phone : email;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private final Stage stage;
  private final Outputs outputs;
  private final Map<String, Customer> customers = new LinkedHashMap<>();
  private final Map<String, String> tokens = new ConcurrentHashMap<>();

  Customers(Stage stage, Outputs outputs, Seeds seeds, List<String> names) {
    this.stage = stage;
    this.outputs = outputs;
    for (String name : names) {
      customers.put(
          name,
          new Customer(
              name,
              name.toLowerCase(java.util.Locale.ROOT) + "." + seeds.own() + "@customers.example",
              "+4915" + seeds.digits(9),
              seeds.password()));
    }
  }

  Customer get(String name) {
    Customer customer = customers.get(name);
    if (customer == null) {
      throw new IllegalArgumentException("There is no customer " + name + ".");
    }
    return customer;
  }

  /** Whether an address or number is one of this journey's customers'. */
  Optional<Customer> at(String address) {
    return customers.values().stream().filter(each -> each.isAt(address)).findFirst();
  }

  /** Makes every customer known to the user pool, with a password that stays. */
  void create() {
    if (customers.isEmpty()) {
      return;
    }
    CognitoIdentityProviderClient cognito = stage.client(CognitoIdentityProviderClient.class);
    String pool = outputs.get("user_pool_id");
    for (Customer customer : customers.values()) {
      try {
        cognito.adminCreateUser(
            user ->
                user.userPoolId(pool)
                    .username(customer.email())
                    .messageAction(MessageActionType.SUPPRESS)
                    .userAttributes(
                        attribute("email", customer.email()),
                        attribute("email_verified", "true"),
                        attribute("phone_number", customer.phone()),
                        attribute("phone_number_verified", "true")));
      } catch (UsernameExistsException known) {
        // A run with the same seed on the same stage: the password below is the same, too.
      }
      cognito.adminSetUserPassword(
          user ->
              user.userPoolId(pool)
                  .username(customer.email())
                  .password(customer.password())
                  .permanent(true));
    }
  }

  /** A customer's ID token; the customer signs in the first time. */
  String token(String name) {
    Customer customer = get(name);
    return tokens.computeIfAbsent(name, any -> signIn(customer));
  }

  /** A customer's id in the user pool, which orders have; signed in or not. */
  String subject(String name) {
    String token = tokens.get(name);
    if (token != null) {
      return Tokens.subject(token);
    }
    return stage
        .client(CognitoIdentityProviderClient.class)
        .adminGetUser(
            user -> user.userPoolId(outputs.get("user_pool_id")).username(get(name).email()))
        .userAttributes()
        .stream()
        .filter(attribute -> attribute.name().equals("sub"))
        .map(AttributeType::value)
        .findFirst()
        .orElse("");
  }

  private String signIn(Customer customer) {
    return stage
        .client(CognitoIdentityProviderClient.class)
        .initiateAuth(
            auth ->
                auth.clientId(outputs.get("user_pool_client_id"))
                    .authFlow(AuthFlowType.USER_PASSWORD_AUTH)
                    .authParameters(
                        Map.of(
                            "USERNAME", customer.email(),
                            "PASSWORD", customer.password())))
        .authenticationResult()
        .idToken();
  }

  private static AttributeType attribute(String name, String value) {
    return AttributeType.builder().name(name).value(value).build();
  }
}
