#include "infrastructure/persistence/database.hpp"

#include <system_error>
#include <utility>

#include "domain/errors.hpp"
#include "infrastructure/persistence/connection.hpp"

namespace neurec::infrastructure::persistence {

namespace {

void make_folder(const std::filesystem::path& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        throw domain::Unavailable(
            "Cannot make the folder " + folder.string() + ": " + error.message() +
            ". Make it by hand, or set NEUREC_HOME to a place that can be written.");
}

}  // namespace

Database::Database(std::filesystem::path file, std::size_t connections)
    : file_(std::move(file)), places_(connections) {
    if (file_.has_parent_path()) make_folder(file_.parent_path());
    auto first = std::make_unique<Connection>(file_);
    migration_ = with_database_errors(file_, [&] { return migrate(first->session(), file_); });
    --places_;
    idle_.push_back(std::move(first));
}

Database::~Database() = default;

Database::Lease Database::lease() {
    std::unique_ptr<Connection> connection;
    {
        std::unique_lock lock(mutex_);
        given_back_.wait(lock, [&] { return !idle_.empty() || places_ > 0; });
        if (!idle_.empty()) {
            connection = std::move(idle_.back());
            idle_.pop_back();
        } else {
            --places_;
        }
    }
    if (!connection) {
        try {
            connection = std::make_unique<Connection>(file_);
        } catch (...) {
            const std::scoped_lock lock(mutex_);
            ++places_;
            given_back_.notify_one();
            throw;
        }
    }
    return {connection.release(),
            [this](Connection* each) { give_back(std::unique_ptr<Connection>(each)); }};
}

void Database::give_back(std::unique_ptr<Connection> connection) {
    connection->end_reads();
    const std::scoped_lock lock(mutex_);
    idle_.push_back(std::move(connection));
    given_back_.notify_one();
}

}  // namespace neurec::infrastructure::persistence
