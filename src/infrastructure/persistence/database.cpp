#include "infrastructure/persistence/database.hpp"

#include <utility>

#include "domain/errors.hpp"
#include "infrastructure/persistence/connection.hpp"
#include "infrastructure/persistence/sqlite_engine.hpp"

namespace neurec::infrastructure::persistence {

namespace {

/// For a connection that others have.
constexpr std::chrono::seconds kLongestWait{5};
/// A connection in use for longer hangs on a server that does not answer (the server's own limits
/// would have ended it): it is cut.
constexpr std::chrono::seconds kLongestUse{8};
constexpr std::chrono::seconds kWatchInterval{1};
/// After a failed attempt to connect, others fail at once for so long, instead of each waiting for
/// the network.
constexpr std::chrono::milliseconds kPauseBetweenAttempts{250};

}  // namespace

/// Gives the place back as it goes, and ends the connection on it, unless that was released to
/// whoever gives it back instead: whatever throws in between loses no place.
class Database::Place {
  public:
    explicit Place(Database& database, std::unique_ptr<Connection> connection = nullptr)
        : database_(&database), connection_(std::move(connection)) {}
    Place(Place&& other) noexcept
        : database_(std::exchange(other.database_, nullptr)),
          connection_(std::move(other.connection_)) {}
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    Place& operator=(Place&&) = delete;
    ~Place() {
        if (database_ == nullptr) return;
        connection_.reset();
        const std::scoped_lock lock(database_->mutex_);
        ++database_->places_;
        database_->given_back_.notify_one();
    }

    [[nodiscard]] Connection* connection() const { return connection_.get(); }
    void put(std::unique_ptr<Connection> connection) { connection_ = std::move(connection); }
    [[nodiscard]] std::unique_ptr<Connection> release() {
        database_ = nullptr;
        return std::move(connection_);
    }

  private:
    Database* database_;  ///< null: the place is somebody else's by now
    std::unique_ptr<Connection> connection_;
};

Database::Database(std::unique_ptr<const Engine> engine, std::size_t connections)
    : engine_(std::move(engine)), places_(connections) {
    idle_.reserve(connections);
    const Lease first = lease();
    if (first->can_be_interrupted())
        watch_ = std::jthread([this](const std::stop_token& stop) { watch(stop); });
    migration_ = first->guard([&] { return migrate(*first); });
}

Database::Database(const std::filesystem::path& file, std::size_t connections)
    : Database(std::make_unique<SqliteEngine>(file), connections) {}

Database::~Database() = default;

Database::Lease Database::lease() {
    Place place = take_place();
    if (place.connection() == nullptr) open_on(place);
    {
        const std::scoped_lock lock(mutex_);
        lent_.emplace(place.connection(), Clock::now());
    }
    return {place.release().release(), [this](Connection* each) { give_back(each); }};
}

/// With an idle connection that still stands, or with none and the right to open one.
Database::Place Database::take_place() {
    std::unique_lock lock(mutex_);
    if (!given_back_.wait_for(lock, kLongestWait, [&] { return !idle_.empty() || places_ > 0; }))
        throw domain::Unavailable(engine_->name() +
                                  " is busy: every connection of this program is in use.");
    while (!idle_.empty()) {
        std::unique_ptr<Connection> connection = std::move(idle_.back());
        idle_.pop_back();
        if (connection->stands()) return Place(*this, std::move(connection));
        ++places_;
    }
    if (refusal_ && Clock::now() < refusal_->until) throw domain::Unavailable(refusal_->message);
    --places_;
    return Place(*this);
}

void Database::open_on(Place& place) {
    try {
        place.put(std::make_unique<Connection>(*engine_));
    } catch (const domain::Unavailable& error) {
        const std::scoped_lock lock(mutex_);
        refusal_ = {error.what(), Clock::now() + kPauseBetweenAttempts};
        throw;
    }
}

void Database::give_back(Connection* connection) noexcept {
    Place place(*this, std::unique_ptr<Connection>(connection));
    {
        const std::scoped_lock lock(mutex_);
        lent_.erase(connection);
    }
    connection->end_use();
    if (!connection->stands()) return;
    const std::scoped_lock lock(mutex_);
    idle_.push_back(place.release());  // there is room for every place
    given_back_.notify_one();
}

std::optional<std::string> Database::write_problem() const {
    const std::scoped_lock lock(mutex_);
    return write_problem_;
}

void Database::remember_write_problem(std::string problem) {
    const std::scoped_lock lock(mutex_);
    write_problem_ = std::move(problem);
}

void Database::forget_write_problem() {
    const std::scoped_lock lock(mutex_);
    write_problem_.reset();
}

void Database::watch(const std::stop_token& stop) {
    std::unique_lock waiting(watch_mutex_);
    while (!stop.stop_requested()) {
        watch_woken_.wait_for(waiting, stop, kWatchInterval, [] { return false; });
        const std::scoped_lock lock(mutex_);
        for (const auto& [connection, since] : lent_)
            if (connection->can_be_interrupted() && Clock::now() - since > kLongestUse)
                connection->interrupt();
    }
}

}  // namespace neurec::infrastructure::persistence
